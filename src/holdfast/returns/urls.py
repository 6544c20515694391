from django.urls import path

from holdfast.returns import confirm_views, history_views, upload_views, views

app_name = "returns"

urlpatterns = [
    path("returns/", views.imports, name="imports"),
    path("returns/history/", history_views.history, name="history"),
    path("returns/history/child/", history_views.find, name="history-find"),
    path("returns/history/child/<uuid:case>/", history_views.child, name="history-child"),
    path("returns/history/compare/", history_views.compare, name="compare"),
    path("returns/history/<str:code>/", history_views.of_clock, name="history-clock"),
    path("returns/history/<str:code>/children/", history_views.children, name="history-children"),
    path("returns/upload/", upload_views.upload, name="upload"),
    path("returns/upload/<uuid:upload_id>/", upload_views.uploaded, name="uploaded"),
    path("returns/upload/<uuid:upload_id>/progress/", upload_views.progress, name="progress"),
    path("returns/to-confirm/", confirm_views.to_confirm, name="to-confirm"),
    path("returns/to-confirm/not-so/", confirm_views.decline, name="decline"),
    path("returns/not-so/", confirm_views.declinings, name="declinings"),
    path("returns/not-so/<uuid:proposal>/", confirm_views.declining, name="declining"),
    path("returns/<uuid:import_id>/", views.one, name="import"),
    path("returns/<uuid:import_id>/list.csv", views.listed, name="listed"),
]
