"""What leaves this server by itself: messages to webhooks and e-mails."""
