from django.urls import path

from holdfast.intelligence import views

app_name = "intelligence"

urlpatterns = [
    path("intelligence/", views.mine, name="mine"),
    path("intelligence/give/", views.give, name="give"),
    path("intelligence/passed/<uuid:text_id>/", views.text, name="text"),
    path("intelligence/<uuid:item_id>/", views.item, name="item"),
    path("intelligence/<uuid:item_id>/<slug:name>/", views.do, name="do"),
]
