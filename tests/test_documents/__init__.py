"""Files of structured data and of text, as people write them."""
