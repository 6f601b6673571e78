"""What an organisation asks for at the entrance of its workspace: a second factor, its own sign-on."""
