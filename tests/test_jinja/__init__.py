"""What a program sends that renders Jinja templates, compared with what Jinja itself renders."""
