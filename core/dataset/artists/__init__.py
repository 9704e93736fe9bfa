"""The artists table: reading it, and recognising names in their spellings."""
