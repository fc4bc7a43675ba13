"""The window: pages that ask and do through the workbench."""
