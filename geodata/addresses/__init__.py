"""Standard addresses (统一地址) as text: taken apart, brought to one key, compared. No SQL."""
