"""Maps as files that stand alone: made with folium, every asset inside, nothing asked elsewhere.

Nothing else in the program uses folium, and no live page does.
"""
