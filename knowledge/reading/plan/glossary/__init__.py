"""用語集: the terms that a plan explains, and the marks by which its text points to them."""
