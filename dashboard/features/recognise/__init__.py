"""Page Recognise: the artist of a picture, and similar works."""
