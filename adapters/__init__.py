"""How the outside reaches us: settings, storage, command line, web and LINE."""
