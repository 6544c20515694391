from django.urls import path

from holdfast.returns import views

app_name = "returns"

urlpatterns = [
    path("returns/", views.imports, name="imports"),
    path("returns/<uuid:import_id>/", views.one, name="import"),
]
