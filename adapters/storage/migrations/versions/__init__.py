"""The steps in order. A step that was released is never edited; what it wrongly did, a later one mends."""
