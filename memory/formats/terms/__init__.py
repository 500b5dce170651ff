"""Files of terms: read into concepts, written from them."""
