"""組織: the screens of members, groups and posts."""
