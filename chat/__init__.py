"""The research desk: what the Gradio chat shows and does, apart from the wiring in `app.py`."""
