"""What runs by the clock: APScheduler as the metronome, the sweeps, the delivery."""
