"""What nobody writes and what is made to harm, given to hexapla."""
