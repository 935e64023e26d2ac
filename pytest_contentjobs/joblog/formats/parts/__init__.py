"""Parts that several log formats share."""
