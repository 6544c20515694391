from django.urls import path

from holdfast.allegations import views

app_name = "allegations"

urlpatterns = [
    path("allegations/", views.all_of_them, name="all"),
    path("allegations/tell/", views.tell, name="tell"),
    path("allegations/<uuid:allegation_id>/", views.allegation, name="allegation"),
    path("allegations/<uuid:allegation_id>/<slug:name>/", views.do, name="do"),
]
