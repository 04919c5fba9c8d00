/** Las palabras de la lista de sesiones y de la página de los enlaces del mensaje sobre un cambio de la cuenta. */

export default {
  account_change: {
    title: 'Un cambio de su cuenta',
    until: 'Puede decidir hasta el {when}. Después, el enlace deja de funcionar.',
    what: {
      email: 'El {when} se cambió la dirección con la que inicia sesión: de {former} a {now}.',
      password: 'El {when} se cambió la contraseña de su cuenta ({former}).',
      second_factor_on: 'El {when} se configuró una aplicación de autenticación para su cuenta ({former}).',
      second_factor_off: 'El {when} se desactivó la aplicación de autenticación de su cuenta ({former}).',
    },
    undo: {
      title: '¿No fue usted?',
      do: 'Deshacer el cambio',
      effect: {
        email:
          'Deshágalo: su cuenta vuelve a {former}, se cierran todas las sesiones y nadie conoce ya su contraseña. ' +
          'Después usted elige una contraseña nueva con un código que enviamos a {former}.',
        password:
          'Deshágalo: se cierran todas las sesiones y la contraseña nueva deja de funcionar. Después usted elige ' +
          'otra con un código que enviamos a {former}.',
        second_factor_on:
          'Deshágalo: se cierran todas las sesiones, se quita la aplicación de su cuenta y la contraseña deja de ' +
          'funcionar. Después usted elige otra con un código que enviamos a {former}. La aplicación del personal se ' +
          'mantiene: escríbanos.',
        second_factor_off:
          'Deshágalo: se cierran todas las sesiones y la contraseña deja de funcionar. Después usted elige otra con ' +
          'un código que enviamos a {former} y vuelve a configurar la aplicación.',
      },
      done: 'El cambio se deshizo',
      after:
        'Su cuenta pertenece de nuevo a {former} y todas las sesiones están cerradas. Nadie puede iniciar sesión ' +
        'antes de que usted elija una contraseña nueva.',
      unfinished:
        'Su cuenta aún se está restaurando. Tarda una hora como máximo. Si el código no llega, inténtelo de nuevo ' +
        'entonces.',
      password: 'Elegir una contraseña nueva',
      careful:
        'Una página que otra persona tenga abierta puede mostrar sus datos hasta 15 minutos más. Cambie también la ' +
        'contraseña de su buzón si alguien más puede conocerla.',
    },
    confirm: {
      title: '¿Fue usted?',
      do: 'Sí, fui yo',
      effect: {
        email:
          'Si lo confirma, sus créditos se asignan por {now} desde ahora, y la próxima ejecución nocturna mueve los ' +
          'que aún no se enviaron. Después, el cambio ya no se puede deshacer con un enlace.',
        password: 'Si lo confirma, el enlace que deshace el cambio deja de funcionar.',
        second_factor_on: 'Si lo confirma, el enlace que deshace el cambio deja de funcionar.',
        second_factor_off: 'Si lo confirma, el enlace que deshace el cambio deja de funcionar.',
      },
      done: 'Gracias, el cambio está confirmado',
      after: {
        email: 'La dirección nueva cuenta desde ahora. {former} sigue siendo suya.',
        password: 'No hay nada más que hacer.',
        second_factor_on: 'No hay nada más que hacer.',
        second_factor_off: 'No hay nada más que hacer.',
      },
    },
  },
  my_sessions: {
    title: 'Dónde tiene sesiones abiertas',
    about:
      'Cada inicio de sesión de los últimos 30 días. Un navegador que cerró sin cerrar la sesión sigue en la lista ' +
      'hasta que termina.',
    open: 'Sesiones abiertas',
    one: 'desde el {started}, visto por última vez el {seen}; termina a más tardar el {until}.',
    this: '(este navegador)',
    unknown: 'Navegador desconocido',
    end: 'Cerrar la sesión de {browser}, desde el {started}',
    done: 'La sesión de {browser} está cerrada. Una página abierta allí puede mostrar sus datos hasta 15 minutos más.',
    ended: 'Terminadas: {count}',
    past: '{browser}, del {started} al {until}',
    not_yours: '¿Alguna no es suya? Cierre todas las sesiones y después cambie su contraseña.',
    everywhere: 'Cerrar todas las sesiones',
    why:
      'Termina todas las sesiones de su cuenta, también en este navegador. Otro dispositivo puede mostrar una ' +
      'página hasta 15 minutos más.',
  },
};
