"""Units, the memories that keep them, and the formats that carry them to other tools."""
