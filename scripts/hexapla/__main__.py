"""`python -m hexapla` is the command `hexapla`."""

from hexapla.cli.start import main

if __name__ == "__main__":
    main()
