"""PDF: the lines of a page in the order in which a person reads them."""
