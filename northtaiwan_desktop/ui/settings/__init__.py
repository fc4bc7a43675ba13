"""設定: the screens of what can be set, on this PC and for the platform."""
