"""The snapshot and the check-up without a screen: `status` and `doctor`."""
