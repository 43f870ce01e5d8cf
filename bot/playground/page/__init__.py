"""The playground page: both platforms side by side in a browser, on this machine only."""
