"""What time may ask: APScheduler as the metronome, the sweeps, the delivery."""
