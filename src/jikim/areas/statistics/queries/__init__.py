"""What statistics knows: releases, and nothing behind them."""
