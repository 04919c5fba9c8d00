"""Reports of attendance as conference systems export them, about invented people."""

ZOOM_WEBINAR = """\ufeffAttendee Report
Report generated time,06/05/2026 09:31:08 AM
Topic,Webinar ID,Actual Start Time,Actual Duration (minutes),# Registrants,Unique Viewers,Total Users
Body Fluids,912 0000 1111,"06/04/2026 08:45:00 AM",79,4,3,4
Host Details
Attended,User Name (Original Name),Email,Join Time,Leave Time,Time in Session (minutes),Is Guest,Country/Region Name
Yes,Olu Host,host@example.org,"06/04/2026 08:40:00 AM","06/04/2026 10:10:00 AM",90,No,United States
Attendee Details
Attended,User Name (Original Name),First Name,Last Name,Email,Phone,Registration Time,Approval Status,Join Time,\
Leave Time,Time in Session (minutes),Is Guest,Country/Region Name
Yes,Ana L,Ana,Lima,ana@example.org,,"06/03/2026 09:00:00 PM",approved,"06/04/2026 08:46:00 AM",\
"06/04/2026 09:20:00 AM",34,No,United States
Yes,Ana L,Ana,Lima,ANA@Example.org,,"06/03/2026 09:00:00 PM",approved,"06/04/2026 09:10:00 AM",\
"06/04/2026 09:55:00 AM",45,No,United States
Yes,"Babu, Hari",Hari,Babu,hari@example.org,,"06/03/2026 09:05:00 PM",approved,"06/04/2026 09:30:00 AM",\
"06/04/2026 09:50:00 AM",20,No,India
No,No Show,No,Show,noshow@example.org,,"06/03/2026 09:10:00 PM",approved,,,0,No,United States
Yes,iPhone,,,,+1 555 0100,,approved,"06/04/2026 09:00:00 AM","06/04/2026 10:00:00 AM",60,No,United States
"""

ZOOM_MEETING = """Topic,ID,Duration (minutes),Start time,End time,Participants
Body Fluids,1,77,"06/04/2026 08:58:26 AM","06/04/2026 10:02:50 AM",3

Name (original name),Email,Join time,Leave time,Duration (minutes),Guest,Recording disclaimer response
Ana Lima (A. Lima),ana@example.org,"06/04/2026 08:58:00 AM","06/04/2026 09:30:00 AM",32,No,
Ana Lima (A. Lima),ana@example.org,"06/04/2026 09:32:00 AM","06/04/2026 10:02:00 AM",30,No,
iPhone,,"06/04/2026 09:00:00 AM","06/04/2026 10:00:00 AM",60,Yes,
"""

ZOOM_TOTALS = """Name (Original Name),User Email,Total Duration (Minutes),Guest
Ana Lima,ana@example.org,74,No
Bo Dahl,bo@example.org,12,Yes
"""

TEAMS = """1. Summary
Meeting title\tBody Fluids
Attended participants\t3
Start time\t6/4/26, 8:58:45 AM
End time\t6/4/26, 10:04:52 AM
Meeting duration\t1h 6m 7s

2. Participants
Name\tFirst Join\tLast Leave\tIn-Meeting Duration\tEmail\tParticipant ID (UPN)\tRole
Ana Lima\t6/4/26, 8:58:00 AM\t6/4/26, 10:00:00 AM\t42m 0s\tana@example.org\tana@example.org\tPresenter
"Dahl, Bo"\t6/4/26, 9:00:00 AM\t6/4/26, 9:13:55 AM\t13m 55s\tbo@example.org\tbo@example.org\tAttendee

3. In-Meeting Activities
Name\tJoin Time\tLeave Time\tDuration\tEmail\tRole
Ana Lima\t6/4/26, 8:58:00 AM\t6/4/26, 9:20:00 AM\t22m 0s\tana@example.org\tPresenter
Ana Lima\t6/4/26, 9:40:00 AM\t6/4/26, 10:00:00 AM\t20m 0s\tana@example.org\tPresenter
"""

OPEN_EDX = """Student ID,Email,Username,Grade,Enrollment Track,Verification Status,Certificate Eligible,\
Certificate Delivered,Certificate Type
382,ana@example.org,ana,0.92,verified,N/A,Y,Y,verified
386,bo@example.org,bo,0.40,audit,N/A,N,N,N/A
"""

COLLABORATE = """SessionDate,SessionName,SessionIdentifier,SessionOwner,RoomOpened,RoomClosed,NameOfAttendee,\
FirstNameOfAttendee,LastNameOfAttendee,EmailOfAttendee,Username,AttendeeRole,AttendeeType,AttendeeFirstJoinTime,\
AttendeeLastLeaveTime,AttendeeTotalTimeInSession,AttendeeTotalRejoins
2026-06-04,Body Fluids,x,Olu,2026-06-04 12:50:00,2026-06-04 14:10:00,Ana Lima,Ana,Lima,ana@example.org,ana,\
Participant,Integrated,2026-06-04 13:00:00,2026-06-04 13:55:00,00:55:00,0
"""

OWN_COLUMNS = """Badge;Person;Contact mail;In;Out
1;Ana Lima;ana@example.org;04/06/2026 09:00;04/06/2026 09:58
2;Bo Dahl;bo@example.org;13/06/2026 09:00;13/06/2026 09:58
"""
