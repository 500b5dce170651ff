"""The search for the best beads: bands, the dynamic programme, reordering."""
