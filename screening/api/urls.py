"""Every address of the interface: those of the operations, and the pages that describe them."""

from django.urls import URLPattern

from screening.api.document_page import urlpatterns as document_patterns
from screening.api.patterns import operation_patterns

urlpatterns: list[URLPattern] = [*document_patterns, *operation_patterns]
