"""What the Python frontend makes of programs, in the notation of `reading.show`."""
