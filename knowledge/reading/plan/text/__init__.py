"""Running text: the outline by content, paragraphs put together again, passages of a size to read."""
