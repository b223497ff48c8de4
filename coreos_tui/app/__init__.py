"""The screen: mounts panes, opens viewer tabs, carries out actions."""
