/** Las palabras de las direcciones del participante: se cargan con el perfil. */

export default {
  customer_id: {
    title: 'Su número de cliente de ASCP',
    label: 'Número de cliente de ASCP',
    hint:
      'Opcional: 8 dígitos, con todos los ceros del principio. Es el número con el que inicia sesión en ascp.org. ' +
      'Si no lo sabe, pregunte al servicio al cliente de ASCP.',
    why:
      'ASCP lo conoce por este número, sea cual sea su correo electrónico allí. Cuando lo guarda, los créditos que ' +
      'ASCP rechazó porque no lo encontró se envían otra vez.',
    save: 'Guardar el número',
  },
  addresses: {
    title: 'Sus direcciones',
    about: 'Usted demostró que cada una de estas direcciones es suya. Los créditos de todas ellas son suyos.',
    current: '(los mensajes se envían aquí)',
    matched: '(los créditos se asignan por ella hasta que cuente la dirección nueva)',
    sign_in: '(inicia sesión con ella)',
    remove: 'Quitar {email}',
    sure:
      'Los créditos de esta dirección ya no serán suyos. Pasan a la siguiente persona que inicie sesión con ella. ' +
      'Puede deshacerlo durante 30 días, salvo que otra persona haya iniciado sesión con ella.',
    remove_it: 'Quitar la dirección',
    removed: 'Se quitó {email}.',
    add: 'Agregar una dirección',
    add_about: 'Enviamos un código a la dirección. Con el código demuestra que el buzón es suyo.',
    email: 'La dirección',
    send: 'Enviar el código',
    sent: 'Enviamos un código a {email}. Es válido durante 15 minutos.',
    code: 'El código del mensaje',
    code_digits: 'Ocho dígitos',
    confirm: 'Agregar la dirección',
    added: '{email} ahora es suya aquí.',
    other: 'Traer la dirección de otra cuenta',
    other_about:
      '¿Tiene una segunda cuenta? Inicie sesión en ella aquí. Su dirección y los créditos de esa dirección pasan a ' +
      'esta cuenta. Sus solicitudes y certificados se quedan en la otra.',
    app_code_hint: 'Solo si la otra cuenta tiene una aplicación de autenticación.',
    take: 'Traer la dirección',
    taken: '{email} ahora es suya aquí.',
    moves: {
      title: 'Puede deshacer',
      taken: '{email} vino aquí desde otra cuenta el {at}.',
      given: '{email} pasó a otra cuenta el {at}.',
      removed: 'Usted quitó {email} el {at}.',
      until: 'Hasta el {until}.',
      undo: 'Deshacer: {email}',
      undone: 'Deshecho. {email} está donde estaba antes.',
    },
  },
  joins: {
    title: 'Sus otras cuentas',
    about: '¿Tiene dos cuentas? Únalas: así los dos inicios de sesión llevan aquí, con todo lo de ambas.',
    open: 'Unir otra cuenta',
    other_about:
      'Inicie sesión en la otra cuenta aquí. Sus solicitudes, certificados, créditos y direcciones se muestran ' +
      'entonces también en esta. El nombre, las licencias y las decisiones de esta cuenta valen para las dos, ' +
      'también la de comunicar los créditos. Si ambas tienen una solicitud para la misma actividad, verá las dos y ' +
      'contará una. Puede separar las cuentas durante 30 días.',
    join: 'Unir las cuentas',
    done: 'Las cuentas están unidas.',
    by_you: 'Usted unió la cuenta de {email} el {at}.',
    by_staff: 'El personal unió la cuenta de {email} el {at}.',
    no_email: 'una cuenta sin dirección',
    separate: 'Separar de {email}',
    separate_them: 'Separar las cuentas',
    sure: 'Cada cuenta tendrá lo que tenía antes. Lo que haya abierto desde entonces se queda aquí.',
    undone: 'Las cuentas están separadas de nuevo.',
  },
};
