"""首頁: the platform on one page."""
