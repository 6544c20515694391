from django.urls import path

from holdfast.notices import views

app_name = "notices"

urlpatterns = [
    path("notices/", views.all_of_them, name="all"),
    path("notices/tell/", views.tell, name="tell"),
    path("notices/<uuid:notice_id>/", views.notice, name="notice"),
    path("notices/<uuid:notice_id>/respond/", views.respond, name="respond"),
    path("notices/<uuid:notice_id>/done/<uuid:action>/", views.done, name="done"),
]
