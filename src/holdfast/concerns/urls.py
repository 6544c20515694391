from django.urls import path

from holdfast.concerns import child_views, public_views, queue_views, views
from holdfast.concerns.public_views import Leave, Tell

app_name = "concerns"

urlpatterns = [
    *Tell.urls("tell/"),
    path("left", Leave.as_view(), name="leave"),
    path("page", public_views.nothing_here, name="nothing-here"),
    path("back/", public_views.come_back, name="come-back"),
    path("back/message", public_views.handled, name="handled"),
    path("concerns/", queue_views.queue, name="queue"),
    path("concerns/mine/", views.mine, name="mine"),
    path("concerns/tell/", views.tell_us, name="tell-us"),
    path("concerns/tell/<slug:step>", views.tell_us, name="tell-us"),
    path("concerns/<uuid:concern_id>/", views.concern, name="concern"),
    path("concerns/<uuid:concern_id>/told/", views.told, name="told"),
    path("concerns/<uuid:concern_id>/told/challenge/", views.challenge, name="challenge"),
    path("concerns/<uuid:concern_id>/heard/", views.heard, name="heard"),
    path("concerns/<uuid:concern_id>/child/", child_views.child, name="child"),
    path("concerns/<uuid:concern_id>/<slug:name>/", views.do, name="do"),
]
