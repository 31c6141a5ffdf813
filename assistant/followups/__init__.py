"""Questions that lean on a conversation, made to stand alone."""
