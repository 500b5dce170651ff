"""What every server of a memory shares: who is answered, how much, and for how long."""
