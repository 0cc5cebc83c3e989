"""Files of settings in YAML between two lines of dashes, and a text behind them."""
