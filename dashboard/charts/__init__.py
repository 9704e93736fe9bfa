"""Pure figure builders: data in, a figure out; no Streamlit."""
