from django.urls import path

from holdfast.panel import views

app_name = "panel"

urlpatterns = [
    path("panel/", views.all_of_them, name="all"),
    path("panel/call/", views.call, name="call"),
    path("panel/<uuid:panel_id>/", views.panel, name="panel"),
    path("panel/<uuid:panel_id>/connected/", views.connected, name="connected"),
    path("panel/items/<uuid:item_id>/", views.item, name="item"),
    path("panel/items/<uuid:item_id>/<slug:name>/", views.do, name="do"),
    path("panel/actions/<uuid:action_id>/", views.done, name="done"),
]
