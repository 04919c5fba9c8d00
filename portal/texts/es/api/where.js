/** Dónde está un crédito y qué hacer, como lo escribe la API. */

/** @type {[english: string, spanish: string][]} */
export default [
  ['Refused', 'Rechazado'],
  [
    'ASCP refused the credit: it has no one with your e-mail address.',
    'ASCP rechazó el crédito: no tiene a nadie con su dirección de correo electrónico.',
  ],
  [
    'Enter your ASCP customer ID in your profile: we then send the credit again.',
    'Escriba en su perfil su número de cliente de ASCP: entonces enviamos el crédito de nuevo.',
  ],
  [
    'ASCP refused the credit: it has no one with your e-mail address, nor with the ASCP ' + 'customer ID that we sent.',
    'ASCP rechazó el crédito: no tiene a nadie con su dirección de correo electrónico ni con el' +
      ' número de cliente de ASCP que enviamos.',
  ],
  [
    'Compare the ID in your profile with the one in your ASCP account, and correct it: we then ' +
      'send the credit again.',
    'Compare el número de su perfil con el de su cuenta de ASCP y corríjalo: entonces enviamos ' +
      'el crédito de nuevo.',
  ],
  [
    'ASCP refused the credit: the ASCP customer ID that we sent belongs to another name or ' + 'another address.',
    'ASCP rechazó el crédito: el número de cliente de ASCP que enviamos corresponde a otro ' +
      'nombre o a otra dirección.',
  ],
  [
    'ASCP refused the credit: it has a different name for your e-mail address.',
    'ASCP rechazó el crédito: tiene otro nombre para su dirección de correo electrónico.',
  ],
  [
    'Correct your name in your ASCP account, or write to us if the name that we sent is wrong. ' +
      'Then try again here.',
    'Corrija su nombre en su cuenta de ASCP, o escríbanos si el nombre que enviamos es ' +
      'incorrecto. Luego inténtelo aquí de nuevo.',
  ],
  [
    'ASCP refused the credit: its date is outside your current ASCP cycle.',
    'ASCP rechazó el crédito: su fecha está fuera de su ciclo actual de ASCP.',
  ],
  [
    'Compare the dates of your cycle in your ASCP account, and have them corrected if they are ' +
      'wrong. Then try again here.',
    'Compare las fechas de su ciclo en su cuenta de ASCP y haga que las corrijan si son ' +
      'incorrectas. Luego inténtelo aquí de nuevo.',
  ],
  ['ASCP refused the credit as we sent it.', 'ASCP rechazó el crédito tal como lo enviamos.'],
  ['Enter it by hand at ASCP.', 'Regístrelo a mano en ASCP.'],
  ['Not read', 'No leído'],
  [
    "ASCP's system could not read the credit, so ASCP has not decided about it.",
    'El sistema de ASCP no pudo leer el crédito, así que ASCP no ha decidido sobre él.',
  ],
  ['Try again. If that does not help, write to us.', 'Inténtelo de nuevo. Si eso no ayuda, escríbanos.'],
  [
    'ASCP refused the credit because it did not know your e-mail address, but it knows it now.',
    'ASCP rechazó el crédito porque no conocía su dirección de correo electrónico, pero ahora ' + 'la conoce.',
  ],
  ['Try again.', 'Inténtelo de nuevo.'],
  ['Not matched', 'Sin asignar'],
  [
    'The credit could not be matched to an ASCLS member before, but now it can be.',
    'Antes el crédito no se pudo asignar a un miembro de ASCLS, pero ahora se puede.',
  ],
  [
    'Your ASCLS membership has lapsed, so the credit stops before ASCLS.',
    'Su membresía de ASCLS venció, así que el crédito se detiene antes de ASCLS.',
  ],
  [
    'ASCLS does not list the e-mail address of the credit, and your profile names another one ' + 'at ASCLS.',
    'ASCLS no tiene la dirección de correo electrónico del crédito, y su perfil indica otra en ' + 'ASCLS.',
  ],
  [
    'Add that address in your profile, with the code that we send to it.',
    'Agregue esa dirección en su perfil, con el código que enviamos a esa dirección.',
  ],
  [
    'ASCLS lists no member with the e-mail address of the credit.',
    'ASCLS no tiene ningún miembro con la dirección de correo electrónico del crédito.',
  ],
  [
    'Ask ASCLS to add this address to your membership record, or join if you are not a member.',
    'Pida a ASCLS que agregue esta dirección a su membresía, o afíliese si no es miembro.',
  ],
  [
    'ASCLS lists more than one member with the e-mail address of the credit, so it cannot be ' + 'matched.',
    'ASCLS tiene más de un miembro con la dirección de correo electrónico del crédito, así que ' +
      'no se puede asignar.',
  ],
  [
    'Ask ASCLS to record a separate address for each of you.',
    'Pida a ASCLS que anote una dirección distinta para cada uno.',
  ],
  [
    'The credit could not be matched: we have no list of the members of ASCLS.',
    'El crédito no se pudo asignar: no tenemos ninguna lista de los miembros de ASCLS.',
  ],
  ['Write to us.', 'Escríbanos.'],
  ['Not sent', 'No enviado'],
  [
    'Laurel cannot send the credit: you have no e-mail address here with which it could be ' + 'sent.',
    'Laurel no puede enviar el crédito: usted no tiene aquí una dirección de correo electrónico' +
      ' con la que se pueda enviar.',
  ],
  ['See the address in your profile, and change it.', 'Vea la dirección en su perfil y cámbiela.'],
  ['On hold', 'Retenido'],
  [
    'Laurel holds the credit: you have not agreed to report your credits to ASCLS and ASCP.',
    'Laurel retiene el crédito: usted no ha aceptado que se comuniquen sus créditos a ASCLS y ' + 'ASCP.',
  ],
  [
    'Agree in your profile if you want it reported. It is then sent.',
    'Acepte en su perfil si quiere que se comunique. Entonces se envía.',
  ],
  [
    'Laurel holds the credit: it belongs to another account, which has not agreed to reporting.',
    'Laurel retiene el crédito: es de otra cuenta, que no ha aceptado que se comunique.',
  ],
  ['Write to us if that account is yours too.', 'Escríbanos si esa cuenta también es suya.'],
  ['Not received', 'No recibido'],
  ['Laurel has not received this credit from {provider}.', 'Laurel no ha recibido este crédito de {provider}.'],
  [
    'Ask {provider} if it has sent the credit, and with which e-mail address of yours.',
    'Pregunte a {provider} si envió el crédito y con qué dirección de correo electrónico suya.',
  ],
  [
    'Laurel holds the credit: it looks like another credit of yours, with the same activity, ' + 'date and hours.',
    'Laurel retiene el crédito: se parece a otro crédito suyo, con la misma actividad, fecha y ' + 'horas.',
  ],
  ['Write to us if you took part twice. Otherwise leave it.', 'Escríbanos si participó dos veces. Si no, déjelo así.'],
  ['Late', 'Retrasado'],
  [
    'The credit is late, not lost: ASCP has not answered within seven days, and we are looking ' + 'into it.',
    'El crédito está retrasado, no perdido: ASCP no respondió en siete días, y lo estamos ' + 'investigando.',
  ],
  [
    'There is nothing to do. If you cannot wait, write to us before you enter it by hand at ' + 'ASCP.',
    'No hay nada que hacer. Si no puede esperar, escríbanos antes de registrarlo a mano en ' + 'ASCP.',
  ],
  ['Sent again', 'Enviado de nuevo'],
  [
    'ASCP did not know your former e-mail address, so the next nightly run sends the credit ' +
      'with your current one.',
    'ASCP no conocía su dirección de correo electrónico anterior, así que la próxima ejecución ' +
      'nocturna envía el crédito con la actual.',
  ],
  ['Received', 'Recibido'],
  [
    'The next nightly run gives the credit your current e-mail address and matches it again.',
    'La próxima ejecución nocturna da al crédito su dirección de correo electrónico actual y lo' + ' asigna de nuevo.',
  ],
  [
    'Laurel has the credit, and matches it to an ASCLS member within minutes or in the next ' + 'nightly run.',
    'Laurel tiene el crédito y lo asigna a un miembro de ASCLS en unos minutos o en la próxima ' +
      'ejecución nocturna.',
  ],
  [
    'The credit is with ASCLS and goes on to ASCP, which can take seven days.',
    'El crédito está en ASCLS y sigue a ASCP, lo que puede tardar siete días.',
  ],
  ['Sent on', 'Enviado'],
  ['The credit is on its way from ASCLS to ASCP.', 'El crédito va de ASCLS a ASCP.'],
  ['Accepted', 'Aceptado'],
  ['ASCP has the credit.', 'ASCP tiene el crédito.'],
  ['Stays here', 'Se queda aquí'],
  [
    'Credit of this type is not reported to ASCP: it stays here.',
    'Los créditos de este tipo no se comunican a ASCP: se quedan aquí.',
  ],
  ['Enter it by hand if you want ASCP to count it.', 'Regístrelo a mano si quiere que ASCP lo cuente.'],
  ['Withdrawn', 'Retirado'],
  [
    'The credit was withdrawn because its certificate was revoked.',
    'El crédito se retiró porque se revocó su certificado.',
  ],
  ['Write to us if that is wrong.', 'Escríbanos si eso es un error.'],
  ['Its provider withdrew the credit.', 'Su proveedor retiró el crédito.'],
  ['Ask the provider why.', 'Pregunte al proveedor por qué.'],
  [
    "The provider's file with the credit was undone: the credit counts again once the provider " + 'sends it again.',
    'El archivo del proveedor con el crédito se deshizo: el crédito cuenta de nuevo cuando el ' +
      'proveedor lo envíe otra vez.',
  ],
  ['Ask the provider when it sends the file again.', 'Pregunte al proveedor cuándo envía el archivo de nuevo.'],
  ['By hand', 'A mano'],
  [
    'You said that you entered the credit at ASCP by hand, so Laurel does not send it.',
    'Usted indicó que registró el crédito a mano en ASCP, así que Laurel no lo envía.',
  ],
  ['The credit was withdrawn and is not sent.', 'El crédito se retiró y no se envía.'],
  ['Not shown', 'No se muestra'],
  [
    'Another account here has verified the address that you sign in with, so you see no ' + 'credits.',
    'Otra cuenta verificó aquí la dirección con la que usted inicia sesión, así que no ve ' + 'ningún crédito.',
  ],
  ['Write to us if both accounts are yours.', 'Escríbanos si ambas cuentas son suyas.'],
  ['Not found', 'No encontrado'],
  [
    'No credit can be found by the address that you sign in with: it has a character that ' + 'addresses cannot have.',
    'No se puede encontrar ningún crédito por la dirección con la que inicia sesión: tiene un ' +
      'carácter que las direcciones no pueden tener.',
  ],
  ['Laurel has received no credit of yours.', 'Laurel no ha recibido ningún crédito suyo.'],
  [
    'Print the certificates of your claims: Laurel then sends the credit of each type that ASCP ' +
      'takes. For credit from elsewhere, choose its provider above.',
    'Imprima los certificados de sus solicitudes: Laurel envía entonces el crédito de cada tipo que ' +
      'ASCP acepta. Si el crédito es de otro lugar, elija arriba su proveedor.',
  ],
  ['Earned', 'Obtenido'],
  ['Not yet', 'Todavía no'],
  ['Not known', 'No se sabe'],
];
