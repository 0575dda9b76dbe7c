"""What happened? One small file for each source that is asked."""
