"""What a document says of itself: title, edition, years, whom to ask, and whether it is whole."""
