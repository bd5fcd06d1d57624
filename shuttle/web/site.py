"""The whole service: the API and the pages."""

from shuttle.api.app import ShuttleApi, create_app
from shuttle.bootstrap import Application
from shuttle.web import assets, day_pages, docs, pages


def create_site(application: Application) -> ShuttleApi:
    """The API with the pages beside it."""
    site = create_app(application)
    site.include_router(assets.router)
    site.include_router(docs.router)
    site.include_router(pages.router)
    site.include_router(day_pages.router)
    return site
