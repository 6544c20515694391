from django.urls import path

from holdfast.partnership import views

app_name = "partnership"

urlpatterns = [
    path("people/", views.people, name="people"),
    path("people/cover/", views.cover, name="cover"),
    path("people/vetted/", views.vetted_group, name="vetted"),
    path("people/graders/", views.graders, name="graders"),
    path("people/rota/", views.rota, name="rota"),
    path("people/working-days/", views.working_days, name="working-days"),
    path("people/working-days/<uuid:proposal>/", views.working_day_proposal, name="working-day"),
]
