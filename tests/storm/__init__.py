"""A storm: the real program between two platforms that fail all the time, killed again and again.

What the verdict is worth, told by a product with one fault and a storm of 15 to 25 seconds at 25 acts a second:

- a message in doubt is sent again without being looked for: told twice, and cards that are stale;
- no notice is stored for the mentor of a request: lost, one for each request;
- "accepted" is noted as sent, and never sent: lost;
- versions of a card that three divides are noted and not drawn: lost, as cards that are stale;
- neither rule nor trigger against overlapping times, and everybody wants one of two days: overlaps.
"""
