"""What gunicorn loads."""

from webgis import create_app

app = create_app()
