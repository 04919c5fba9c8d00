"""The sentences of the e-mails in Spanish, by the English one (pure).

The reader is *usted*. Names that are printed or registered somewhere stay in English: CE Organizer, P.A.C.E.
"""

# ruff: noqa: E501  # a sentence is searched for as a whole
# fmt: off
SENTENCES = {
    # Around every e-mail
    "Hello,":
        "Hola:",
    "Questions? Write to":
        "¿Tiene preguntas? Escriba a",
    "Unsubscribe":
        "Dejar de recibir estos correos",
    "and {left} more; see the list in the portal":
        "y {left} más; vea la lista en el portal",
    # Credits
    "This e-mail is from Laurel, which sends your continuing-education credits through ASCLS to ASCP.":
        "Este correo es de Laurel, que envía sus créditos de educación continua a ASCP a través de ASCLS.",
    "ASCP did not accept these credits":
        "ASCP no aceptó estos créditos",
    "We could not send these credits to ASCP":
        "No pudimos enviar estos créditos a ASCP",
    "These credits are late":
        "Estos créditos están atrasados",
    "ASCP has accepted these credits":
        "ASCP aceptó estos créditos",
    "ASCP's system could not read these credits":
        "El sistema de ASCP no pudo leer estos créditos",
    "ASCP has not answered within seven days. We are looking into it; there is nothing you need to do.":
        "ASCP no respondió en siete días. Lo estamos revisando; usted no tiene que hacer nada.",
    "One of your credits needs your action":
        "Uno de sus créditos necesita que usted haga algo",
    "{count} of your credits need your action":
        "{count} de sus créditos necesitan que usted haga algo",
    "One of your credits is late":
        "Uno de sus créditos está atrasado",
    "{count} of your credits are late":
        "{count} de sus créditos están atrasados",
    "ASCP has accepted one of your credits":
        "ASCP aceptó uno de sus créditos",
    "ASCP has accepted {count} of your credits":
        "ASCP aceptó {count} de sus créditos",
    "{title} ({hours} hour from {provider}, completed on {day})":
        "{title} ({hours} hora de {provider}, completado el {day})",
    "{title} ({hours} hours from {provider}, completed on {day})":
        "{title} ({hours} horas de {provider}, completado el {day})",
    "Your credits":
        "Sus créditos",
    "All your credits, and where each one is":
        "Todos sus créditos, y dónde está cada uno",
    "You get at most one of these e-mails a day, and only when there is news about your credits.":
        "Recibe como máximo uno de estos correos al día, y solo cuando hay novedades sobre sus créditos.",
    # Why a credit is stuck, and what to do
    "Nobody on the ASCLS roster has the e-mail address of this credit.":
        "Nadie en la lista de miembros de ASCLS tiene la dirección de correo de este crédito.",
    "If you are a member, ask ASCLS to add this address to your membership record, or change your e-mail here to the one that ASCLS has. If you are not, join ASCLS, or enter the credit by hand at ASCP.":
        "Si usted es miembro, pida a ASCLS que agregue esta dirección a su registro de miembro, o cambie aquí su correo por el que tiene ASCLS. Si no lo es, afíliese a ASCLS, o ingrese el crédito a mano en ASCP.",
    "The ASCLS membership with this credit's e-mail address has lapsed.":
        "La membresía de ASCLS con la dirección de correo de este crédito venció.",
    "Renew your ASCLS membership, or enter the credit by hand at ASCP.":
        "Renueve su membresía de ASCLS, o ingrese el crédito a mano en ASCP.",
    "More than one ASCLS member has this credit's e-mail address, so we cannot tell which of them earned it.":
        "Más de un miembro de ASCLS tiene la dirección de correo de este crédito, y no sabemos cuál de ellos lo obtuvo.",
    "Ask ASCLS to record a separate address for each of you, or write to us with your member number.":
        "Pida a ASCLS que registre una dirección distinta para cada persona, o escríbanos con su número de miembro.",
    "Credit of this type is not reported to ASCP. It stays among your credits here.":
        "Los créditos de este tipo no se reportan a ASCP. Este se queda aquí, entre sus créditos.",
    "Nothing is wrong. If you want ASCP to count it, enter it there by hand.":
        "No hay ningún problema. Si quiere que ASCP lo cuente, ingréselo allí a mano.",
    "This looks like another credit of yours: the same activity, date and hours came in twice. It is held here and not sent.":
        "Se parece a otro crédito suyo: la misma actividad, fecha y horas llegaron dos veces. Está retenido aquí y no se envía.",
    "If you took part twice, or if the other credit was refused or withdrawn, write to us and we will send this one. Otherwise leave it: do not enter it by hand, or ASCP may have it twice.":
        "Si participó dos veces, o si el otro crédito fue rechazado o retirado, escríbanos y enviaremos este. Si no, déjelo así: no lo ingrese a mano, o ASCP podría tenerlo dos veces.",
    "This credit is on hold: we send it only after you agree to reporting.":
        "Este crédito está en espera: lo enviamos solo después de que usted acepte que se reporte.",
    "In your profile, choose to have your credits reported, and save. If you do not want that, do nothing.":
        "En su perfil, elija que sus créditos se reporten, y guarde. Si no lo desea, no haga nada.",
    "ASCP has no one with this credit's e-mail address.":
        "ASCP no tiene a nadie con la dirección de correo de este crédito.",
    "Enter your ASCP customer ID in your profile, or compare it if it is there: ASCP finds you by it, and we send the credit again. Or add this address to your ASCP account, or change your e-mail here to the one that ASCP has, and try again.":
        "Escriba su número de cliente de ASCP en su perfil, o compárelo si ya está allí: con él ASCP lo encuentra, y enviamos el crédito de nuevo. O agregue esta dirección a su cuenta de ASCP, o cambie aquí su correo por el que tiene ASCP, e inténtelo de nuevo.",
    "ASCP has a different name for this e-mail address.":
        "ASCP tiene otro nombre para esta dirección de correo.",
    "Compare it with the name that we sent. If ours is right, correct your name in your ASCP account, then try again. If ours is wrong, write to us: trying again sends the same name.":
        "Compárelo con el nombre que enviamos. Si el nuestro es correcto, corrija su nombre en su cuenta de ASCP, e inténtelo de nuevo. Si el nuestro está mal, escríbanos: intentarlo de nuevo envía el mismo nombre.",
    "The ASCP customer ID that we sent with this credit is not yours, or your name at ASCP is a different one.":
        "El número de cliente de ASCP que enviamos con este crédito no es el suyo, o su nombre en ASCP es otro.",
    "Compare the ID in your profile with the one in your ASCP account, and correct it: we then send the credit again. If it is right, compare the name that we sent with the one that ASCP has.":
        "Compare el número de su perfil con el de su cuenta de ASCP, y corríjalo: entonces enviamos el crédito de nuevo. Si es correcto, compare el nombre que enviamos con el que tiene ASCP.",
    "The completion date is outside your current ASCP cycle.":
        "La fecha en que lo completó está fuera de su ciclo actual de ASCP.",
    "Check your cycle dates in your ASCP account. If they are wrong, ask ASCP to correct them, then try again. If they are right, enter the credit by hand at ASCP.":
        "Revise las fechas de su ciclo en su cuenta de ASCP. Si están mal, pida a ASCP que las corrija, e inténtelo de nuevo. Si son correctas, ingrese el crédito a mano en ASCP.",
    "ASCP could not accept the credit as we sent it.":
        "ASCP no pudo aceptar el crédito como lo enviamos.",
    "Enter it by hand at ASCP, which is always possible, or write to us so that we can look into it.":
        "Ingréselo a mano en ASCP, lo que siempre es posible, o escríbanos para que lo revisemos.",
    "ASCP's system could not read this credit, so ASCP has not decided about it. We have tried more than once.":
        "El sistema de ASCP no pudo leer este crédito, así que ASCP no ha decidido sobre él. Lo intentamos más de una vez.",
    "Try again. If that does not help, enter it by hand at ASCP, or write to us so that we can look into it.":
        "Inténtelo de nuevo. Si no ayuda, ingréselo a mano en ASCP, o escríbanos para que lo revisemos.",
    # Claims and certificates
    "This e-mail is from Laurel, where you claim continuing-education credit and print your certificates.":
        "Este correo es de Laurel, donde usted solicita créditos de educación continua e imprime sus certificados.",
    "You get at most one of these e-mails a day, and only when there is news about your claims or certificates.":
        "Recibe como máximo uno de estos correos al día, y solo cuando hay novedades sobre sus solicitudes o certificados.",
    "Your claims and certificates":
        "Sus solicitudes y certificados",
    "Your claim is not finished":
        "Su solicitud no está terminada",
    "Finish your claim: its time ends soon":
        "Termine su solicitud: el plazo acaba pronto",
    "{count} claims to finish soon":
        "{count} solicitudes que debe terminar pronto",
    "Your claim is open again":
        "Su solicitud está abierta de nuevo",
    "One of your certificates was revoked":
        "Uno de sus certificados fue revocado",
    "One of your certificates was corrected":
        "Uno de sus certificados fue corregido",
    "Your certificate is ready":
        "Su certificado está listo",
    "{count} certificates are ready":
        "{count} certificados están listos",
    "Your certificate was revoked":
        "Su certificado fue revocado",
    "Your certificate was corrected":
        "Su certificado fue corregido",
    "Questions about this activity? Write to {organization}: {contact}.":
        "¿Tiene preguntas sobre esta actividad? Escriba a {organization}: {contact}.",
    "You can finish it and print your certificate {deadline}. The claim brings no credit until you print.":
        "Puede terminarla e imprimir su certificado {deadline}. La solicitud no da crédito hasta que usted lo imprima.",
    "You printed it on {day}, and can download it again at any time.":
        "Lo imprimió el {day}, y puede descargarlo de nuevo en cualquier momento.",
    "A corrected certificate replaces the earlier one, which is no longer valid. Please download the new one.":
        "Un certificado corregido reemplaza al anterior, que ya no es válido. Descargue el nuevo, por favor.",
    "Staff revoked it. It is no longer valid, and its credit no longer counts in your transcript.":
        "El personal lo revocó. Ya no es válido, y su crédito ya no cuenta en su historial.",
    "Your earlier certificate is no longer valid. Please correct your claim, and print a new certificate.":
        "Su certificado anterior ya no es válido. Corrija su solicitud, por favor, e imprima un certificado nuevo.",
    "Your earlier certificate is no longer valid. You can correct your claim and print a new one {deadline}.":
        "Su certificado anterior ya no es válido. Puede corregir su solicitud e imprimir uno nuevo {deadline}.",
    # Cycles of licenses
    "This e-mail is from Laurel, where you follow how far you are with the continuing education for your license.":
        "Este correo es de Laurel, donde usted ve cuánto lleva de la educación continua para su licencia.",
    "You get one of these e-mails 90, 30 and 7 days before a cycle ends. In the portal, under Progress, you choose when you get them.":
        "Recibe uno de estos correos 90, 30 y 7 días antes de que termine un ciclo. En el portal, en Progreso, elige cuándo los recibe.",
    "These cycles end soon":
        "Estos ciclos terminan pronto",
    "Before your cycle ends":
        "Antes de que termine su ciclo",
    "What you still need, and what counts":
        "Lo que aún necesita, y lo que cuenta",
    "The cycle ends on {last}. Counted: {have} of {needed}; {state}. This is an estimate; the board decides. Questions about the rule? Ask {authority}.":
        "El ciclo termina el {last}. Contado: {have} de {needed}; {state}. Esto es una estimación; decide la junta. ¿Tiene preguntas sobre la regla? Pregunte a {authority}.",
    "{amount} still needed":
        "aún necesita {amount}",
    "no hours are missing":
        "no falta ninguna hora",
    "{count} hour":
        "{count} hora",
    "{count} hours":
        "{count} horas",
    "{count} point":
        "{count} punto",
    "{count} points":
        "{count} puntos",
    "Your continuing education: the last day of a cycle":
        "Su educación continua: el último día de un ciclo",
    "Your continuing education: {count} day until a cycle ends":
        "Su educación continua: queda {count} día para que termine un ciclo",
    "Your continuing education: {count} days until a cycle ends":
        "Su educación continua: quedan {count} días para que termine un ciclo",
    "ASCP certification (MLS, MLT)":
        "Certificación de ASCP (MLS, MLT)",
    "California license":
        "Licencia de California",
    "Florida license":
        "Licencia de Florida",
    "Louisiana license":
        "Licencia de Luisiana",
    "Montana license":
        "Licencia de Montana",
    "Nevada license":
        "Licencia de Nevada",
    "North Dakota license":
        "Licencia de Dakota del Norte",
    "Tennessee license":
        "Licencia de Tennessee",
    "West Virginia license":
        "Licencia de Virginia Occidental",
    # A learner's copy of their data
    "Your data is ready to download":
        "Sus datos están listos para descargar",
    "You asked for a file with your data. It is ready.":
        "Usted pidió un archivo con sus datos. Está listo.",
    "Log in and download it until {until}. Then it is removed.":
        "Inicie sesión y descárguelo hasta el {until}. Después se elimina.",
    "You did not ask for it? Then somebody may know your password: set a new one, and write to us.":
        "¿No lo pidió usted? Entonces alguien puede saber su contraseña: ponga una nueva, y escríbanos.",
    "Your data":
        "Sus datos",
}
# fmt: on
