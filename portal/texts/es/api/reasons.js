/** Por qué se detiene un crédito, qué ayuda, y para quién es cada constancia, como lo escribe la API. */

/** @type {[english: string, spanish: string][]} */
export default [
  [
    'Nobody on the ASCLS roster has the e-mail address of this credit.',
    'Nadie en la lista de miembros de ASCLS tiene la dirección de correo electrónico de este ' + 'crédito.',
  ],
  [
    'If you are a member, ask ASCLS to add this address to your membership record, or change ' +
      'your e-mail here to the one that ASCLS has. If you are not, join ASCLS, or enter the ' +
      'credit by hand at ASCP.',
    'Si es miembro, pida a ASCLS que agregue esta dirección a su membresía, o cambie aquí su ' +
      'correo electrónico por el que tiene ASCLS. Si no lo es, afíliese a ASCLS o registre el ' +
      'crédito a mano en ASCP.',
  ],
  [
    "The ASCLS membership with this credit's e-mail address has lapsed.",
    'La membresía de ASCLS con la dirección de correo electrónico de este crédito venció.',
  ],
  [
    'Renew your ASCLS membership, or enter the credit by hand at ASCP.',
    'Renueve su membresía de ASCLS, o registre el crédito a mano en ASCP.',
  ],
  [
    "More than one ASCLS member has this credit's e-mail address, so we cannot tell which of " + 'them earned it.',
    'Más de un miembro de ASCLS tiene la dirección de correo electrónico de este crédito, así ' +
      'que no podemos saber cuál de ellos lo obtuvo.',
  ],
  [
    'Credit of this type is not reported to ASCP. It stays among your credits here.',
    'Los créditos de este tipo no se comunican a ASCP. Se quedan aquí, entre sus créditos.',
  ],
  [
    'Nothing is wrong. If you want ASCP to count it, enter it there by hand.',
    'No hay ningún error. Si quiere que ASCP lo cuente, regístrelo allí a mano.',
  ],
  [
    'This looks like another credit of yours: the same activity, date and hours came in twice. ' +
      'It is held here and not sent.',
    'Se parece a otro crédito suyo: la misma actividad, fecha y horas llegaron dos veces. Está ' +
      'retenido aquí y no se envía.',
  ],
  [
    'If you took part twice, or if the other credit was refused or withdrawn, write to us and ' +
      'we will send this one. Otherwise leave it: do not enter it by hand, or ASCP may have it ' +
      'twice.',
    'Si participó dos veces, o si el otro crédito se rechazó o se retiró, escríbanos y ' +
      'enviaremos este. Si no, déjelo así: no lo registre a mano, o ASCP podría tenerlo dos ' +
      'veces.',
  ],
  [
    'This credit is on hold: we send it only after you agree to reporting.',
    'Este crédito está retenido: solo lo enviamos cuando usted acepte que se comunique.',
  ],
  [
    'In your profile, choose to have your credits reported, and save. If you do not want that, ' + 'do nothing.',
    'En su perfil, elija que se comuniquen sus créditos y guarde. Si no lo quiere, no haga ' + 'nada.',
  ],
  [
    "ASCP has no one with this credit's e-mail address.",
    'ASCP no tiene a nadie con la dirección de correo electrónico de este crédito.',
  ],
  [
    'Enter your ASCP customer ID in your profile, or compare it if it is there: ASCP finds you ' +
      'by it, and we send the credit again. Or add this address to your ASCP account, or change ' +
      'your e-mail here to the one that ASCP has, and try again.',
    'Escriba en su perfil su número de cliente de ASCP, o compárelo si ya está: ASCP lo ' +
      'encuentra a usted por él, y enviamos el crédito de nuevo. O agregue esta dirección a su ' +
      'cuenta de ASCP, o cambie aquí su correo electrónico por el que tiene ASCP, e inténtelo de ' +
      'nuevo.',
  ],
  [
    'ASCP has a different name for this e-mail address.',
    'ASCP tiene otro nombre para esta dirección de correo electrónico.',
  ],
  [
    'Compare it with the name that we sent. If ours is right, correct your name in your ASCP ' +
      'account, then try again. If ours is wrong, write to us: trying again sends the same name.',
    'Compárelo con el nombre que enviamos. Si el nuestro es correcto, corrija su nombre en su ' +
      'cuenta de ASCP y luego inténtelo de nuevo. Si el nuestro es incorrecto, escríbanos: al ' +
      'intentarlo de nuevo se envía el mismo nombre.',
  ],
  [
    'The ASCP customer ID that we sent with this credit is not yours, or your name at ASCP is a' + ' different one.',
    'El número de cliente de ASCP que enviamos con este crédito no es el suyo, o su nombre en ' + 'ASCP es otro.',
  ],
  [
    'Compare the ID in your profile with the one in your ASCP account, and correct it: we then ' +
      'send the credit again. If it is right, compare the name that we sent with the one that ' +
      'ASCP has.',
    'Compare el número de su perfil con el de su cuenta de ASCP y corríjalo: entonces enviamos ' +
      'el crédito de nuevo. Si es correcto, compare el nombre que enviamos con el que tiene ASCP.',
  ],
  [
    'The completion date is outside your current ASCP cycle.',
    'La fecha en que lo completó está fuera de su ciclo actual de ASCP.',
  ],
  [
    'Check your cycle dates in your ASCP account. If they are wrong, ask ASCP to correct them, ' +
      'then try again. If they are right, enter the credit by hand at ASCP.',
    'Compruebe las fechas de su ciclo en su cuenta de ASCP. Si son incorrectas, pida a ASCP que' +
      ' las corrija y luego inténtelo de nuevo. Si son correctas, registre el crédito a mano en ' +
      'ASCP.',
  ],
  ['ASCP could not accept the credit as we sent it.', 'ASCP no pudo aceptar el crédito tal como lo enviamos.'],
  [
    'Enter it by hand at ASCP, which is always possible, or write to us so that we can look ' + 'into it.',
    'Regístrelo a mano en ASCP, lo que siempre es posible, o escríbanos para que lo ' + 'investiguemos.',
  ],
  [
    "ASCP's system could not read this credit, so ASCP has not decided about it. We have tried " + 'more than once.',
    'El sistema de ASCP no pudo leer este crédito, así que ASCP no ha decidido sobre él. Lo ' +
      'hemos intentado más de una vez.',
  ],
  [
    'Try again. If that does not help, enter it by hand at ASCP, or write to us so that we can ' + 'look into it.',
    'Inténtelo de nuevo. Si eso no ayuda, regístrelo a mano en ASCP, o escríbanos para que lo ' + 'investiguemos.',
  ],
  [
    'You agreed to reporting, but you have no e-mail address here with which this credit can be' + ' sent.',
    'Usted aceptó que se comunique, pero no tiene aquí una dirección de correo electrónico con ' +
      'la que se pueda enviar este crédito.',
  ],
  [
    'See the address in your profile. Change it if it cannot be used, or write to us if another' +
      ' account has it. Then look at your credits here: the credit is sent.',
    'Vea la dirección en su perfil. Cámbiela si no se puede usar, o escríbanos si la tiene otra' +
      ' cuenta. Después mire aquí sus créditos: el crédito se envía.',
  ],
  ['ASCP already has it: do not enter it again.', 'ASCP ya lo tiene: no lo registre otra vez.'],
  ['It was withdrawn here and will not be sent.', 'Se retiró aquí y no se enviará.'],
  [
    'It looks like another credit of yours: do not enter both, or ASCP may have it twice.',
    'Se parece a otro crédito suyo: no registre ambos, o ASCP podría tenerlo dos veces.',
  ],
  [
    'It is being sent to ASCP. Wait for the result, or ASCP may have it twice.',
    'Se está enviando a ASCP. Espere el resultado, o ASCP podría tenerlo dos veces.',
  ],
  [
    'It is on hold until you agree to reporting. If you enter it by hand, mark it here as ' + 'reported by hand.',
    'Está retenido hasta que usted acepte que se comunique. Si lo registra a mano, márquelo ' +
      'aquí como registrado a mano.',
  ],
  [
    'We are sending it. If you enter it by hand, mark it here as reported by hand first.',
    'Lo estamos enviando. Si lo registra a mano, antes márquelo aquí como registrado a mano.',
  ],
  [
    'If you enter it by hand, mark it here as reported by hand.',
    'Si lo registra a mano, márquelo aquí como registrado a mano.',
  ],
  ['For physicians.', 'Para médicos.'],
  [
    'For everyone else at an AMA activity. It states that you attended.',
    'Para todos los demás en una actividad de la AMA. Dice que usted asistió.',
  ],
  ['For laboratory professionals. It counts at ASCP.', 'Para profesionales del laboratorio. Cuenta en ASCP.'],
  [
    'If you are licensed in California. Your license number is printed on it.',
    'Si tiene licencia en California. Lleva impreso su número de licencia.',
  ],
  [
    'If you are licensed in Florida. Your license number is printed on it.',
    'Si tiene licencia en Florida. Lleva impreso su número de licencia.',
  ],
];
