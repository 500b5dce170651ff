"""Documents brought into a memory by the browser: dropped, grouped, aligned."""
