from django.urls import path

from holdfast.erasure import views

app_name = "erasure"

urlpatterns = [
    path("erasure/", views.all_of_them, name="all"),
    path("erasure/of/<uuid:matter>/", views.ask, name="ask"),
    path("erasure/<uuid:order_id>/", views.order, name="order"),
    path("erasure/<uuid:order_id>/<slug:name>/", views.do, name="do"),
]
